/** Plain JSON values; what variables, fields and documents are made of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
