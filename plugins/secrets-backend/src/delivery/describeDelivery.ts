import { deliverySteps } from './deliverySteps';
import { explainVerdict } from './explainVerdict';
import { judgeDelivery } from './judgeDelivery';
import { DeliveryFacts, DeliveryPath, DeliveryView } from './types';

/** Delivery of one secret in one word and one sentence. */
export function viewDelivery(facts: DeliveryFacts): DeliveryView {
  const verdict = judgeDelivery(facts);
  return {
    state: verdict.state,
    since: verdict.since,
    message: explainVerdict(verdict, facts).sentence,
  };
}

/** Delivery of one secret with every step that its value takes. */
export function describeDelivery(facts: DeliveryFacts): DeliveryPath {
  const verdict = judgeDelivery(facts);
  const explanation = explainVerdict(verdict, facts);
  return {
    state: verdict.state,
    since: verdict.since,
    message: explanation.sentence,
    steps: deliverySteps(verdict, explanation, facts),
  };
}
