/**
 * What the emulated WhatsApp reads from a number: its country, as far as the cap cares (WR §1.1). Written apart from the
 * product's own table on purpose: the emulator is the other side, and a mistake there must not repeat itself here.
 */

/** "551199…" -> "BR"; ISO 3166 alpha-2 by calling code. "ZZ" where the table has nothing. */
export function countryOf(digits: string): string {
  if (digits.startsWith("1")) return countryInNorthAmerica(digits.slice(1, 4));
  for (const length of [2, 3, 1]) {
    const country = byCallingCode.get(digits.slice(0, length));
    if (country) return country;
  }
  return "ZZ";
}

/** Neither side may be in one of these for the cap to bite: EEA, United Kingdom, Japan, South Korea. */
export function isExempt(country: string): boolean {
  return exempt.has(country);
}

/** Eleven digits after "+1…", or a known calling code and at least eleven digits: an international number without its "+". */
export function looksInternational(digits: string): boolean {
  if (digits.startsWith("1")) return /^1[2-9]\d\d[2-9]\d{6}$/.test(digits);
  return digits.length >= 11 && countryOf(digits) !== "ZZ";
}

/** "551155550100" -> "55" */
export function callingCodeOf(digits: string): string {
  if (digits.startsWith("1")) return "1";
  return [2, 3, 1].map((length) => digits.slice(0, length)).find((code) => byCallingCode.has(code)) ?? "";
}

/** Any area code that is not listed belongs to the United States; territories with a code of their own are not "the US". */
function countryInNorthAmerica(areaCode: string): string {
  if (canada.has(areaCode)) return "CA";
  return islands.get(areaCode) ?? "US";
}

const exempt = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB JP KR".split(" "),
);

const canada = new Set(
  (
    "204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 460 468 474 506 514 519 " +
    "537 548 568 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 683 688 705 709 742 753 778 780 782 807 819 " +
    "825 867 873 879 902 905 942"
  ).split(" "),
);

const islands = pairs(
  "242 BS 246 BB 264 AI 268 AG 284 VG 340 VI 345 KY 441 BM 473 GD 649 TC 658 JM 664 MS 670 MP 671 GU 684 AS 721 SX 758 LC " +
    "767 DM 784 VC 787 PR 809 DO 829 DO 849 DO 868 TT 869 KN 876 JM 939 PR",
);

const byCallingCode = pairs(
  "7 RU 20 EG 27 ZA 30 GR 31 NL 32 BE 33 FR 34 ES 36 HU 39 IT 40 RO 41 CH 43 AT 44 GB 45 DK 46 SE 47 NO 48 PL 49 DE " +
    "51 PE 52 MX 53 CU 54 AR 55 BR 56 CL 57 CO 58 VE 60 MY 61 AU 62 ID 63 PH 64 NZ 65 SG 66 TH 81 JP 82 KR 84 VN 86 CN " +
    "90 TR 91 IN 92 PK 93 AF 94 LK 95 MM 98 IR 211 SS 212 MA 213 DZ 216 TN 218 LY 220 GM 221 SN 222 MR 223 ML 224 GN " +
    "225 CI 226 BF 227 NE 228 TG 229 BJ 230 MU 231 LR 232 SL 233 GH 234 NG 235 TD 236 CF 237 CM 238 CV 239 ST 240 GQ " +
    "241 GA 242 CG 243 CD 244 AO 245 GW 248 SC 249 SD 250 RW 251 ET 252 SO 253 DJ 254 KE 255 TZ 256 UG 257 BI 258 MZ " +
    "260 ZM 261 MG 263 ZW 264 NA 265 MW 266 LS 267 BW 268 SZ 269 KM 291 ER 297 AW 298 FO 299 GL 350 GI 351 PT 352 LU " +
    "353 IE 354 IS 355 AL 356 MT 357 CY 358 FI 359 BG 370 LT 371 LV 372 EE 373 MD 374 AM 375 BY 376 AD 377 MC 378 SM " +
    "380 UA 381 RS 382 ME 383 XK 385 HR 386 SI 387 BA 389 MK 420 CZ 421 SK 423 LI 501 BZ 502 GT 503 SV 504 HN 505 NI " +
    "506 CR 507 PA 509 HT 591 BO 592 GY 593 EC 595 PY 597 SR 598 UY 670 TL 673 BN 675 PG 679 FJ 850 KP 852 HK 853 MO " +
    "855 KH 856 LA 880 BD 886 TW 960 MV 961 LB 962 JO 963 SY 964 IQ 965 KW 966 SA 967 YE 968 OM 970 PS 971 AE 972 IL " +
    "973 BH 974 QA 975 BT 976 MN 977 NP 992 TJ 993 TM 994 AZ 995 GE 996 KG 998 UZ",
);

function pairs(text: string): Map<string, string> {
  const words = text.split(" ");
  return new Map(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? "ZZ"] as const] : [])));
}
