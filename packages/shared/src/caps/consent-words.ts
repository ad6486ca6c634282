/**
 * STOP and START, in the languages of the places where WhatsApp is used most. Exact match after folding, before any flow.
 * Words that people also write for other reasons (cancel, end) are left out.
 */
import { fold } from "../messages/labels.ts";

const STOP = [
  "stop",
  "stop all",
  "unsubscribe",
  "opt out",
  "parar",
  "pare",
  "sair",
  "descadastrar",
  "baja",
  "detener",
  "stopp",
  "abmelden",
  "abbestellen",
  "arret",
  "arreter",
  "desabonner",
  "desinscrire",
  "annulla",
  "disiscrivimi",
  "berhenti",
  "توقف",
  "إيقاف",
  "बंद",
  "बंद करो",
  "रोकें",
];
const START = [
  "start",
  "unstop",
  "subscribe",
  "opt in",
  "comecar",
  "voltar",
  "inscrever",
  "empezar",
  "anmelden",
  "abonnieren",
  "reprendre",
  "abonner",
  "iscrivimi",
  "mulai",
  "ابدأ",
  "शुरू",
];

const words = new Map<string, "stop" | "start">([
  ...STOP.map((word) => [fold(word), "stop"] as const),
  ...START.map((word) => [fold(word), "start"] as const),
]);

/** `consentWord(" Stop ")` -> "stop"; null for every other text, also for "please stop the music". */
export function consentWord(text: string): "stop" | "start" | null {
  return text.length > 40 ? null : (words.get(fold(text).replace(/[\s.!]+$/, "")) ?? null);
}
