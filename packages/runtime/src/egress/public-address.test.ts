import { describe, expect, test } from "vitest";
import { isCallable, parseNetworks } from "./public-address.ts";

describe("the public internet and nothing else", () => {
  test.each([
    "93.184.216.34",
    "1.1.1.1",
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "2a00:1450::1",
  ])("%s may be called", (address) => expect(isCallable(address)).toBe(true));

  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "localhost",
    "",
    "1.1.1",
  ])("%s may not", (address) => expect(isCallable(address)).toBe(false));

  test("what the operator allows may be called, and no more", () => {
    const read = parseNetworks("10.0.0.5, 192.168.7.0/24, fd00::/8, ::1");
    if (!read.ok) throw new Error(read.wrong);
    for (const address of ["10.0.0.5", "192.168.7.200", "fd12::1", "::1", "1.1.1.1"])
      expect(isCallable(address, read.networks)).toBe(true);
    for (const address of ["10.0.0.6", "192.168.8.1", "fe80::1", "127.0.0.1"])
      expect(isCallable(address, read.networks)).toBe(false);
  });

  test.each(["10.0.0.0/33", "localhost", "10.0.0", "10.0.0.0/8/8", "", "fd00::/200", "fe80::1%eth0"])(
    "the setting says which part cannot be read: %j",
    (part) => expect(parseNetworks(`1.2.3.4, ${part}`)).toEqual({ ok: false, wrong: part }),
  );
});
