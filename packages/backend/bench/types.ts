/** One line of the report. */
export interface Figure {
  what: string;
  ours: string;
  /** The same of a stock Backstage, where that means anything. */
  stock?: string;
  aim?: string;
}
