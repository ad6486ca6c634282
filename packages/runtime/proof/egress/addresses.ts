/**
 * Addresses that are not of the public internet, and the ways in which people write them so that a careless reader takes
 * them for something else (reliability.md §3.3; IANA's registries of special addresses).
 */

/** One or more of each block, with its edges. */
export const SPECIAL_4 = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.100.100.200",
  "100.127.255.255",
  "127.0.0.1",
  "127.0.0.2",
  "127.1.2.3",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.0.1",
  "169.254.169.254",
  "169.254.170.2",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "192.168.255.255",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
] as const;

export const SPECIAL_6 = [
  "::",
  "::1",
  "::2",
  "64:ff9b:1::a00:1",
  "100::1",
  "2001::1",
  "2001:2::1",
  "2001:10::1",
  "2001:db8::1",
  "2620:4f:8000::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fd12:3456:789a::1",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "ff05::2",
] as const;

/** The same address of IPv4, as a host in a URL: all that a URL parser or a socket might understand. */
export const WRITTEN: readonly [name: string, write: (address: string) => string][] = [
  ["literal", (address) => address],
  ["with a dot behind", (address) => `${address}.`],
  ["as one number", (address) => String(numberOf(address))],
  ["as one hexadecimal number", (address) => `0x${hex(numberOf(address), 8)}`],
  [
    "in octal",
    (address) =>
      bytes(address)
        .map((byte) => `0${byte.toString(8)}`)
        .join("."),
  ],
  [
    "in hexadecimal",
    (address) =>
      bytes(address)
        .map((byte) => `0x${byte.toString(16)}`)
        .join("."),
  ],
  ["in two parts", (address) => `${bytes(address)[0]}.${numberOf(address) % 2 ** 24}`],
  ["in wide digits", (address) => address.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ["percent-encoded", (address) => address.replace(/\d/g, (digit) => `%3${digit}`)],
  ["mapped into IPv6", (address) => `[::ffff:${address}]`],
  ["mapped into IPv6, in hexadecimal", (address) => `[::ffff:${pairs(address)}]`],
  ["translated (RFC 6052)", (address) => `[64:ff9b::${pairs(address)}]`],
  ["translated (RFC 2765)", (address) => `[::ffff:0:${pairs(address)}]`],
  ["compatible", (address) => `[::${address}]`],
  ["through 6to4", (address) => `[2002:${pairs(address)}::]`],
  ["through Teredo", (address) => `[2001:0:${pairs(address)}::]`],
];

/** What is no address of the web at all. */
export const STRANGE = (port: number): string[] => [
  `http://localhost:${port}/`,
  `http://LOCALHOST.:${port}/`,
  `http://localhost.localdomain:${port}/`,
  `http://ⓛocalhost:${port}/`,
  `http://user:word@127.0.0.1:${port}/`,
  `http://example.com@127.0.0.1:${port}/`,
  `http://127.0.0.1:${port}\\@example.com/`,
  `http://127.0.0.1:${port}#@example.com/`,
  `http:\\\\127.0.0.1:${port}/`,
  `http:127.0.0.1:${port}/`,
  `http:///127.0.0.1:${port}/`,
  `//127.0.0.1:${port}/`,
  `\thttp://127.0.0.1:${port}/`,
  `http://127.0.\t0.1:${port}/`,
  `http://127.0.0.1:${port}/\r\nHost: example.com`,
  `http://127.1:${port}/`,
  `http://127.0.1:${port}/`,
  `http://0:${port}/`,
  `http://[::]:${port}/`,
  `http://[0:0:0:0:0:0:0:1]:${port}/`,
  `http://[::1%25lo]:${port}/`,
  `http://[fe80::1%25eth0]:${port}/`,
  `http://[::ffff:127.0.0.1.]:${port}/`,
  `https://127.0.0.1:${port}/`,
  `https://[::1]:${port}/`,
  "ftp://127.0.0.1/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_FLUSHALL",
  "data:text/plain,hello",
  "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
  "ws://127.0.0.1/",
  "jar:http://127.0.0.1!/",
];

function bytes(address: string): number[] {
  return address.split(".").map(Number);
}

function numberOf(address: string): number {
  return bytes(address).reduce((sum, byte) => sum * 256 + byte, 0);
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}

/** "7f00:1" */
function pairs(address: string): string {
  const digits = hex(numberOf(address), 8);
  return `${digits.slice(0, 4)}:${digits.slice(4)}`;
}
