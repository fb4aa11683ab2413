import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

const EXISTS = { $exists: true };

/** Card with the secrets that a component uses. @alpha */
export const entitySecretsCard = EntityCardBlueprint.make({
  name: 'secrets',
  params: {
    type: 'info',
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
