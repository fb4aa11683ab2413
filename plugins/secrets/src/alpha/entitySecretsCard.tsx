import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** Card with the secrets that a component uses. @alpha */
const EXISTS = { $exists: true };

export const entitySecretsCard = EntityCardBlueprint.make({
  name: 'secrets',
  params: {
    filter: {
      $all: [
        { kind: 'component' },
        {
          $any: [
            { 'metadata.annotations.strongroom.dev/secrets': EXISTS },
            { 'metadata.annotations.openchoreo.io/component': EXISTS },
          ],
        },
      ],
    },
    loader: async () => {
      const { EntitySecretsCard } = await import(
        '../components/EntitySecretsCard'
      );
      return <EntitySecretsCard />;
    },
  },
});
