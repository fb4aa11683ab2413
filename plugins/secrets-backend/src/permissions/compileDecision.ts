import { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_SECRET } from '@strongroom/backstage-plugin-secrets-common';
import { secretRules } from './rules';
import { AttributeTest } from './secretResourceRef';
import { Answer } from './types';

type Criteria = PermissionCriteria<PermissionCondition>;

const RULES = new Map(
  Object.values(secretRules).map(rule => [rule.name, rule] as const),
);

const OPPOSITE: Record<Answer, Answer> = {
  yes: 'no',
  no: 'yes',
  maybe: 'maybe',
};

const always: Record<'yes' | 'no', AttributeTest> = {
  yes: () => 'yes',
  no: () => 'no',
};

class UnusableCondition extends Error {}

/** Options of {@link compileDecision}. */
export interface CompileDecisionOptions {
  /** Name of the permission that was decided, for the log. */
  permission: string;
  logger: LoggerService;
}

/**
 * Turns the decision of a policy into a function that answers for one secret, by Kleene's three-valued logic.
 * Parameters are checked here, once, instead of on every row. A decision with anything unknown or malformed in it is
 * no as a whole: answering no for the one condition would turn into yes below a `not`.
 */
export function compileDecision(
  decision: PolicyDecision,
  options: CompileDecisionOptions,
): AttributeTest {
  if (decision.result === AuthorizeResult.ALLOW) {
    return always.yes;
  }
  if (decision.result !== AuthorizeResult.CONDITIONAL) {
    return always.no;
  }
  try {
    return compile(decision.conditions);
  } catch (error) {
    options.logger.error(
      `The permission policy answered ${options.permission} with conditions that cannot be evaluated, so it is denied`,
      error instanceof UnusableCondition ? { cause: error.message } : undefined,
    );
    return always.no;
  }
}

function compile(criteria: Criteria): AttributeTest {
  if ('allOf' in criteria) {
    return every(compileList(criteria.allOf));
  }
  if ('anyOf' in criteria) {
    return some(compileList(criteria.anyOf));
  }
  if ('not' in criteria) {
    const inner = compile(criteria.not);
    return attributes => OPPOSITE[inner(attributes)];
  }
  return compileCondition(criteria);
}

function compileList(list: readonly Criteria[]): AttributeTest[] {
  if (list.length === 0) {
    throw new UnusableCondition('a list of conditions is empty');
  }
  return list.map(compile);
}

function compileCondition(condition: PermissionCondition): AttributeTest {
  const rule = RULES.get(condition.rule);
  if (!rule || condition.resourceType !== RESOURCE_TYPE_SECRET) {
    throw new UnusableCondition(
      `there is no rule ${JSON.stringify(condition.rule)} on ${JSON.stringify(
        condition.resourceType,
      )}`,
    );
  }
  const test = rule.prepareUnchecked(condition.params);
  if (!test) {
    throw new UnusableCondition(`the parameters of ${rule.name} are invalid`);
  }
  return test;
}

function every(tests: AttributeTest[]): AttributeTest {
  return attributes => {
    let result: Answer = 'yes';
    for (const test of tests) {
      const one = test(attributes);
      if (one === 'no') {
        return 'no';
      }
      if (one === 'maybe') {
        result = 'maybe';
      }
    }
    return result;
  };
}

function some(tests: AttributeTest[]): AttributeTest {
  return attributes => {
    let result: Answer = 'no';
    for (const test of tests) {
      const one = test(attributes);
      if (one === 'yes') {
        return 'yes';
      }
      if (one === 'maybe') {
        result = 'maybe';
      }
    }
    return result;
  };
}
