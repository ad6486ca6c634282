import { testClaims } from "./test-model/claims.ts";

testClaims(4);
