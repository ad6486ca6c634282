/**
 * The country of a person, from the calling code of a phone number or the prefix of a business-scoped user id (WR §6.1),
 * and what the caps know about countries. Nothing here claims where somebody is: WhatsApp goes by the number, so do we.
 */

/** How a person is named; see `Identity` of the messages. */
interface Named {
  phone?: string | undefined;
  userId?: string | undefined;
}

/**
 * `countryOfPhone("+5511900000001")` -> "BR": ISO 3166 alpha-2 by calling code, for +1 by area code, for +7 by first digit.
 * Territories that share a code with a bigger neighbour count as that neighbour ("+44" is always GB).
 * Null for anything that is not E.164 with "+", for toll-free and for non-geographic numbers.
 */
export function countryOfPhone(phone: string): string | null {
  if (!/^\+[1-9]\d{4,14}$/.test(phone)) return null;
  const digits = phone.slice(1);
  if (digits.startsWith("1")) return countryOfAreaCode(digits.slice(1, 4));
  if (digits.startsWith("7")) return /^7[67]/.test(digits) ? "KZ" : "RU";
  if (digits.startsWith("599")) return /^599[347]/.test(digits) ? "BQ" : "CW";
  return callingCodes.get(digits.slice(0, 2)) ?? callingCodes.get(digits.slice(0, 3)) ?? null;
}

/** `countryOfUserId("BR.1349…")` -> "BR"; the parent form "US.ENT.…" too. Null when it is not such an id. */
export function countryOfUserId(userId: string): string | null {
  return /^([A-Z]{2})\.[A-Za-z0-9.]+$/.exec(userId)?.[1] ?? null;
}

/** The phone decides; without one, or when it tells nothing, the user id. */
export function countryOf(identity: Named): string | null {
  const byPhone = identity.phone === undefined ? null : countryOfPhone(identity.phone);
  return byPhone ?? (identity.userId === undefined ? null : countryOfUserId(identity.userId));
}

/** D4: a number with a US area code or a "US." user id. Canada, the Caribbean and Puerto Rico (+1 too) are not (WR §1.1). */
export function isUnitedStates(identity: Named): boolean {
  return countryOf(identity) === "US";
}

/** The cap is not active where either side is in the EEA, the UK, Japan or South Korea (WR §1.1). */
export function isCapExempt(country: string | null): boolean {
  return country !== null && exempt.has(country);
}

/** D15: the IANA zone of a country all of whose clocks agree; null where they differ or the country is not known. */
export function timeZoneOfCountry(country: string): string | null {
  return timeZones.get(country) ?? null;
}

/** `callingCodeOf("BR")` -> "55": what stands before a number of that country; null for one we do not know. */
export function callingCodeOf(country: string): string | null {
  if (country === "US" || northAmerican.has(country)) return "1";
  if (country === "RU" || country === "KZ") return "7";
  return callingCodesByCountry.get(country) ?? null;
}

/** An area code that is nobody else's is the United States': new ones appear there every year. */
function countryOfAreaCode(code: string): string | null {
  if (!/^[2-9]\d\d$/.test(code) || nowhere.has(code)) return null;
  return areaCodes.get(code) ?? "US";
}

const exempt = new Set(
  (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK " + // European Union
    "IS LI NO GB JP KR"
  ).split(" "),
);

/** +1: everybody but the United States. These tables agree with libphonenumber-js 1.13.16. */
const areaCodes = table(`
CA 204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519
CA 548 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 683 688 705 709 742 753 778 780 782 807 819 825 867
CA 873 879 902 905 942
AG 268|AI 264|AS 684|BB 246|BM 441|BS 242|DM 767|DO 809 829 849|GD 473|GU 671|JM 658 876|KN 869|KY 345|LC 758|MP 670
MS 664|PR 787 939|SX 721|TC 649|TT 868|VC 784|VG 284|VI 340`);

/** +1: toll-free, personal and premium numbers belong to no country. */
const nowhere = new Set(
  "500 521 522 523 524 525 526 527 528 529 532 533 544 566 577 588 800 833 844 855 866 877 888 900".split(" "),
);

const callingCodes = table(`
EG 20|SS 211|MA 212|DZ 213|TN 216|LY 218|GM 220|SN 221|MR 222|ML 223|GN 224|CI 225|BF 226|NE 227|TG 228|BJ 229|MU 230
LR 231|SL 232|GH 233|NG 234|TD 235|CF 236|CM 237|CV 238|ST 239|GQ 240|GA 241|CG 242|CD 243|AO 244|GW 245|IO 246|AC 247
SC 248|SD 249|RW 250|ET 251|SO 252|DJ 253|KE 254|TZ 255|UG 256|BI 257|MZ 258|ZM 260|MG 261|RE 262|ZW 263|NA 264|MW 265
LS 266|BW 267|SZ 268|KM 269|ZA 27|SH 290|ER 291|AW 297|FO 298|GL 299
GR 30|NL 31|BE 32|FR 33|ES 34|GI 350|PT 351|LU 352|IE 353|IS 354|AL 355|MT 356|CY 357|FI 358|BG 359|HU 36|LT 370|LV 371
EE 372|MD 373|AM 374|BY 375|AD 376|MC 377|SM 378|VA 379|UA 380|RS 381|ME 382|XK 383|HR 385|SI 386|BA 387|MK 389|IT 39
RO 40|CH 41|CZ 420|SK 421|LI 423|AT 43|GB 44|DK 45|SE 46|NO 47|PL 48|DE 49
FK 500|BZ 501|GT 502|SV 503|HN 504|NI 505|CR 506|PA 507|PM 508|HT 509|PE 51|MX 52|CU 53|AR 54|BR 55|CL 56|CO 57|VE 58
GP 590|BO 591|GY 592|EC 593|GF 594|PY 595|MQ 596|SR 597|UY 598
MY 60|AU 61|ID 62|PH 63|NZ 64|SG 65|TH 66|TL 670|NF 672|BN 673|NR 674|PG 675|TO 676|SB 677|VU 678|FJ 679|PW 680|WF 681
CK 682|NU 683|WS 685|KI 686|NC 687|TV 688|PF 689|TK 690|FM 691|MH 692
JP 81|KR 82|VN 84|KP 850|HK 852|MO 853|KH 855|LA 856|CN 86|BD 880|TW 886
TR 90|IN 91|PK 92|AF 93|LK 94|MM 95|MV 960|LB 961|JO 962|SY 963|IQ 964|KW 965|SA 966|YE 967|OM 968|PS 970|AE 971|IL 972
BH 973|QA 974|BT 975|MN 976|NP 977|IR 98|TJ 992|TM 993|AZ 994|GE 995|KG 996|UZ 998`);

const northAmerican = new Set(areaCodes.values());
const callingCodesByCountry = new Map([...callingCodes].map(([code, country]) => [country, code]));
callingCodesByCountry.set("BQ", "599").set("CW", "599");

/**
 * Countries whose zones show one clock all year (tz database 2026c). Missing on purpose, because of their islands or
 * their breadth: AU BR CA CD CL EC ES FM GL ID KI MN MX NZ PF PG PT RU US. China keeps one legal time.
 */
const timeZones = new Map(
  groups(`
AD Europe/Andorra|AE Asia/Dubai|AF Asia/Kabul|AG America/Antigua|AI America/Anguilla|AL Europe/Tirane|AM Asia/Yerevan
AO Africa/Luanda|AR America/Argentina/Buenos_Aires|AS Pacific/Pago_Pago|AT Europe/Vienna|AW America/Aruba|AZ Asia/Baku
BA Europe/Sarajevo|BB America/Barbados|BD Asia/Dhaka|BE Europe/Brussels|BF Africa/Ouagadougou|BG Europe/Sofia
BH Asia/Bahrain|BI Africa/Bujumbura|BJ Africa/Porto-Novo|BM Atlantic/Bermuda|BN Asia/Brunei|BO America/La_Paz
BQ America/Kralendijk|BS America/Nassau|BT Asia/Thimphu|BW Africa/Gaborone|BY Europe/Minsk|BZ America/Belize
CF Africa/Bangui|CG Africa/Brazzaville|CH Europe/Zurich|CI Africa/Abidjan|CK Pacific/Rarotonga|CM Africa/Douala
CN Asia/Shanghai|CO America/Bogota|CR America/Costa_Rica|CU America/Havana|CV Atlantic/Cape_Verde|CW America/Curacao
CY Asia/Nicosia|CZ Europe/Prague|DE Europe/Berlin|DJ Africa/Djibouti|DK Europe/Copenhagen|DM America/Dominica
DO America/Santo_Domingo|DZ Africa/Algiers|EE Europe/Tallinn|EG Africa/Cairo|ER Africa/Asmara|ET Africa/Addis_Ababa
FI Europe/Helsinki|FJ Pacific/Fiji|FK Atlantic/Stanley|FO Atlantic/Faroe|FR Europe/Paris|GA Africa/Libreville
GB Europe/London|GD America/Grenada|GE Asia/Tbilisi|GF America/Cayenne|GH Africa/Accra|GI Europe/Gibraltar
GM Africa/Banjul|GN Africa/Conakry|GP America/Guadeloupe|GQ Africa/Malabo|GR Europe/Athens|GT America/Guatemala
GU Pacific/Guam|GW Africa/Bissau|GY America/Guyana|HK Asia/Hong_Kong|HN America/Tegucigalpa|HR Europe/Zagreb
HT America/Port-au-Prince|HU Europe/Budapest|IE Europe/Dublin|IL Asia/Jerusalem|IN Asia/Kolkata|IO Indian/Chagos
IQ Asia/Baghdad|IR Asia/Tehran|IS Atlantic/Reykjavik|IT Europe/Rome|JM America/Jamaica|JO Asia/Amman|JP Asia/Tokyo
KE Africa/Nairobi|KG Asia/Bishkek|KH Asia/Phnom_Penh|KM Indian/Comoro|KN America/St_Kitts|KP Asia/Pyongyang
KR Asia/Seoul|KW Asia/Kuwait|KY America/Cayman|KZ Asia/Almaty|LA Asia/Vientiane|LB Asia/Beirut|LC America/St_Lucia
LI Europe/Vaduz|LK Asia/Colombo|LR Africa/Monrovia|LS Africa/Maseru|LT Europe/Vilnius|LU Europe/Luxembourg
LV Europe/Riga|LY Africa/Tripoli|MA Africa/Casablanca|MC Europe/Monaco|MD Europe/Chisinau|ME Europe/Podgorica
MG Indian/Antananarivo|MH Pacific/Majuro|MK Europe/Skopje|ML Africa/Bamako|MM Asia/Yangon|MO Asia/Macau
MP Pacific/Saipan|MQ America/Martinique|MR Africa/Nouakchott|MS America/Montserrat|MT Europe/Malta|MU Indian/Mauritius
MV Indian/Maldives|MW Africa/Blantyre|MY Asia/Kuala_Lumpur|MZ Africa/Maputo|NA Africa/Windhoek|NC Pacific/Noumea
NE Africa/Niamey|NF Pacific/Norfolk|NG Africa/Lagos|NI America/Managua|NL Europe/Amsterdam|NO Europe/Oslo
NP Asia/Kathmandu|NR Pacific/Nauru|NU Pacific/Niue|OM Asia/Muscat|PA America/Panama|PE America/Lima|PH Asia/Manila
PK Asia/Karachi|PL Europe/Warsaw|PM America/Miquelon|PR America/Puerto_Rico|PS Asia/Gaza|PW Pacific/Palau
PY America/Asuncion|QA Asia/Qatar|RE Indian/Reunion|RO Europe/Bucharest|RS Europe/Belgrade|RW Africa/Kigali
SA Asia/Riyadh|SB Pacific/Guadalcanal|SC Indian/Mahe|SD Africa/Khartoum|SE Europe/Stockholm|SG Asia/Singapore
SH Atlantic/St_Helena|SI Europe/Ljubljana|SK Europe/Bratislava|SL Africa/Freetown|SM Europe/San_Marino|SN Africa/Dakar
SO Africa/Mogadishu|SR America/Paramaribo|SS Africa/Juba|ST Africa/Sao_Tome|SV America/El_Salvador
SX America/Lower_Princes|SY Asia/Damascus|SZ Africa/Mbabane|TC America/Grand_Turk|TD Africa/Ndjamena|TG Africa/Lome
TH Asia/Bangkok|TJ Asia/Dushanbe|TK Pacific/Fakaofo|TL Asia/Dili|TM Asia/Ashgabat|TN Africa/Tunis|TO Pacific/Tongatapu
TR Europe/Istanbul|TT America/Port_of_Spain|TV Pacific/Funafuti|TW Asia/Taipei|TZ Africa/Dar_es_Salaam|UA Europe/Kyiv
UG Africa/Kampala|UY America/Montevideo|UZ Asia/Tashkent|VA Europe/Vatican|VC America/St_Vincent|VE America/Caracas
VG America/Tortola|VI America/St_Thomas|VN Asia/Ho_Chi_Minh|VU Pacific/Efate|WF Pacific/Wallis|WS Pacific/Apia
XK Europe/Belgrade|YE Asia/Aden|ZA Africa/Johannesburg|ZM Africa/Lusaka|ZW Africa/Harare`).map(
    ([country, zone]) => [country, zone] as const,
  ),
);

/** "BR 55|DO 809 829" -> 55: BR, 809: DO, 829: DO. */
function table(text: string): Map<string, string> {
  return new Map(groups(text).flatMap(([country, ...values]) => values.map((value) => [value, country] as const)));
}

/** "BR 55|DO 809 829" -> ["BR", "55"], ["DO", "809", "829"]. */
function groups(text: string): [string, ...string[]][] {
  return text
    .trim()
    .split(/[|\n]/)
    .map((group) => group.split(" ") as [string, ...string[]]);
}
