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
/** How a value is made on the server. @public */
export type GeneratedValue = Schemas['GeneratedValue'];
/** Body of a change of single keys and of what describes a secret. @public */
export type SecretPatch = Schemas['SecretPatch'];
/** Body of a change of all keys. @public */
export type SecretReplacement = Schemas['SecretReplacement'];
/** Body of a link: where a value is that exists already. @public */
export type LinkDraft = Schemas['LinkDraft'];
/** One thing that is done, or would be. @public */
export type PlannedChange = Schemas['PlannedChange'];
/** What an adoption changes. @public */
export type Adoption = Schemas['Adoption'];
/** Names of keys that differ between two versions. @public */
export type KeyChanges = Schemas['KeyChanges'];
/** A version that the store keeps, without its values. @public */
export type SecretVersion = Schemas['SecretVersion'];
/** What the record tells of. @public */
export type RecordedAction = Schemas['RecordedAction'];
/** How it ended. @public */
export type RecordedOutcome = Schemas['RecordedOutcome'];
/** A row of the record. @public */
export type Activity = Schemas['Activity'];
/** One page of the record, newest first. @public */
export type ActivityPage = Schemas['ActivityPage'];
/** Filters and position of the activity. @public */
export type ListActivityQuery = NonNullable<
  operations['listActivity']['parameters']['query']
>;
/** Whether the record is as it was written. @public */
export type RecordVerification = Schemas['RecordVerification'];
/** What is orphaned, stuck, foreign or about to expire. @public */
export type Finding = Schemas['Finding'];
/** The kinds of finding. @public */
export type FindingKind = Schemas['FindingKind'];
/** Findings, and what could not be looked at. @public */
export type FindingList = Schemas['FindingList'];
/** Filters of the findings. @public */
export type ListFindingsQuery = NonNullable<
  operations['listFindings']['parameters']['query']
>;
/** What can be done about a finding. @public */
export type RepairAction = Schemas['RepairAction'];
/** Body of a repair. @public */
export type RepairRequest = Schemas['RepairRequest'];
/** What a repair did, or would do. @public */
export type Repair = Schemas['Repair'];
