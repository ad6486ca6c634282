/**
 * Names of variables, as expressions read them (expression/tokens.ts): marks belong to letters, as in नाम. `__proto__` is
 * none: setting it would not set a variable, but what the variables inherit from.
 */
export const VARIABLE_NAME = /^(?!__proto__$)[\p{L}_][\p{L}\p{M}\p{N}_]{0,63}$/u;

export const VARIABLE_NAME_EXPECTED = "a name begins with a letter and has letters, digits and _";
