/** Names of variables, as expressions read them (expression/tokens.ts): marks belong to letters, as in नाम. */
export const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]{0,63}$/u;

export const VARIABLE_NAME_EXPECTED = "a name begins with a letter and has letters, digits and _";
