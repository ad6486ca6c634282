/**
 * Which addresses a flow may call: those of the public internet, and what the operator allows by name. Everything special
 * by IANA's registries is refused (loopback, private, link-local and with it the metadata of clouds, carrier NAT,
 * documentation, multicast, and the ways of writing an IPv4 address inside an IPv6 one), and 168.63.129.16, behind which
 * Azure's host answers its guests.
 * Sources: iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry, 2026-11.
 */
import { BlockList, isIP } from "node:net";

const SPECIAL_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
/** Global unicast is inside this; everything outside is special or not given out. */
const GLOBAL_6 = ["2000::/3"];
const SPECIAL_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

const special = listOf([...SPECIAL_4, ...SPECIAL_6]);
const global6 = listOf(GLOBAL_6);

/** `allowed`: more networks, as `parseNetworks` read them. */
export function isCallable(address: string, allowed: BlockList | null = null): boolean {
  const family = isIP(address);
  // A zone ("fe80::1%eth0") belongs to an address of the own network.
  if (family === 0 || address.includes("%")) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  if (allowed?.check(address, type)) return true;
  if (special.check(address, type)) return false;
  return family === 4 || global6.check(address, "ipv6");
}

/** "10.0.0.5, 192.168.7.0/24, fd00::/8"; the part that cannot be read, if one cannot. */
export function parseNetworks(text: string): { ok: true; networks: BlockList } | { ok: false; wrong: string } {
  const parts = text.split(",").map((part) => part.trim());
  const wrong = parts.find((part) => !isNetwork(part));
  return wrong === undefined ? { ok: true, networks: listOf(parts) } : { ok: false, wrong };
}

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes("%")) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIP(address);
    list.addSubnet(address, Number(prefix ?? (family === 4 ? 32 : 128)), family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}
