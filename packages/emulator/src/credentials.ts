/** The business the emulator plays: what a real account would have in its settings. */
export interface Credentials {
  phoneNumberId: string;
  wabaId: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  /** E.164 with "+". */
  businessPhone: string;
  businessName: string;
}

/** The credentials of the demo; Brazilian, because the cap is off in Europe, the UK, Japan and South Korea. */
export const DEMO_CREDENTIALS: Credentials = {
  phoneNumberId: "100000000000001",
  wabaId: "200000000000001",
  token: "emulator-token",
  appSecret: "emulator-secret",
  verifyToken: "emulator-verify",
  businessPhone: "+551155550100",
  businessName: "Pebble & Oak",
};
