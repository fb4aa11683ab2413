/** Sentences for the codes that keep an operation from ending; others say nothing to who reads them. */
const SENTENCES: Record<string, string> = {
  PlaneUnreachable: 'The plane does not answer.',
  StoreNotReady: 'The plane or its store refuses it.',
  Timeout: 'There was no answer in time.',
  NotOwned: 'Something that is not of this portal stands in its way.',
  VersionConflict: 'Somebody else changes the same objects.',
  NotAllowed: 'The cluster refuses it.',
  RateLimited: 'The plane asks to be called less often.',
  RecordUnavailable: 'The record cannot be written.',
};

/** Why an operation has not ended yet, as a sentence to follow another one; empty when there is none to say. */
export function explainCause(code: string | undefined): string {
  const sentence = code && SENTENCES[code];
  return sentence ? ` ${sentence}` : '';
}
