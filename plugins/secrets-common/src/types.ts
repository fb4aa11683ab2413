import { components, operations } from './schema/openapi.generated';

type Schemas = components['schemas'];

/** What the installation offers, as `GET /config` answers it. @public */
export type InstallationConfig = Schemas['InstallationConfig'];
/** A namespace the caller may see, with counts and what they may do there. @public */
export type Namespace = Schemas['Namespace'];
/** A target plane with its store and what its driver can do. @public */
export type Plane = Schemas['Plane'];
/** Kind and name of a target plane. @public */
export type PlaneRef = Schemas['PlaneRef'];
/** The four kinds of plane. @public */
export type PlaneKind = Schemas['PlaneKind'];
/** Type of the Kubernetes Secret behind a secret. @public */
export type SecretType = Schemas['SecretType'];
/** Value of the label `openchoreo.dev/secret-type`. @public */
export type SecretCategory = Schemas['SecretCategory'];
/** Who made a secret. @public */
export type SecretSource = Schemas['SecretSource'];
/** What a driver can do. @public */
export type StoreCapabilities = Schemas['StoreCapabilities'];
/** A row of the list: everything about a secret that fits a table, never a value. @public */
export type SecretSummary = Schemas['SecretSummary'];
/** A secret in full, never a value. @public */
export type SecretDetails = Schemas['SecretDetails'];
/** One page of the list. @public */
export type SecretPage = Schemas['SecretPage'];
/** Part of an estate that could not be read. @public */
export type PartialProblem = Schemas['PartialProblem'];
/** Body of a create: the only shape that carries values. @public */
export type SecretDraft = Schemas['SecretDraft'];
/** One value of a draft. @public */
export type Value = Schemas['Value'];
/** Outcome of a check without writing. @public */
export type SecretValidation = Schemas['SecretValidation'];
/** A message about one field of a request, the field as a path such as `data.password`. @public */
export type FieldProblem = Schemas['FieldProblem'];
/** Delivery in one word, with its beginning and a sentence. @public */
export type DeliveryState = Schemas['DeliveryState'];
/** The names of the delivery states. @public */
export type DeliveryStateName = Schemas['DeliveryStateName'];
/** One step of the path of a value. @public */
export type DeliveryStep = Schemas['DeliveryStep'];
/** Delivery with all its steps. @public */
export type Delivery = Schemas['Delivery'];
/** A secret that a catalog entity uses. @public */
export type EntitySecret = Schemas['EntitySecret'];
/** The closed set of error codes. @public */
export type ErrorCode = Schemas['ErrorCode'];
/** Body of every answer that is not a success. @public */
export type ErrorResponse = Schemas['ErrorResponse'];
/** Filters, order and position of a list. @public */
export type ListSecretsQuery = NonNullable<
  operations['listSecrets']['parameters']['query']
>;
