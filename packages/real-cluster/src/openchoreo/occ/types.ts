/** What a command printed, and how it ended. */
export interface OccResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Words and flags of a command. */
export interface Command {
  words: string[];
  /** Values of a flag in the order given; one without a value is there with none. */
  flags: Map<string, string[]>;
}
