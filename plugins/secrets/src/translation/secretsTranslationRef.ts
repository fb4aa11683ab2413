import {
  createTranslationRef,
  TranslationFunction,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** Every text of the plugin, to be overridden or translated by a portal. @public */
export const secretsTranslationRef = createTranslationRef({
  id: 'plugin.secrets',
  messages,
});

/** The function that turns a message key into text. @internal */
export type SecretsTranslator =
  typeof secretsTranslationRef extends TranslationRef<string, infer TMessages>
    ? TranslationFunction<TMessages>
    : never;
