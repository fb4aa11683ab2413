export { HttpClient } from './HttpClient';
export type { HttpAnswer, HttpCall, HttpClientOptions } from './HttpClient';
