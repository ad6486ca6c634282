/** What Live shows on a card. */
export interface NodeLive {
  /** Sessions that stand here now. */
  people: number;
  /** Of them, those the gate holds. */
  held: number;
}
