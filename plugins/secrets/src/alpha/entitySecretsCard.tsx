import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** Card with the secrets that a component uses. @alpha */
export const entitySecretsCard = EntityCardBlueprint.make({
  name: 'secrets',
  params: {
    filter: {
      kind: 'component',
      $any: [
        { 'metadata.annotations.strongroom.dev/secrets': { $exists: true } },
        { 'metadata.annotations.openchoreo.io/component': { $exists: true } },
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
