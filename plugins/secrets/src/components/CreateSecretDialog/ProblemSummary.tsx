import Alert from '@material-ui/lab/Alert';
import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { formatProblem } from '../../presentation';

/** Why an attempt was refused: in one sentence, with what no field of the form stands for. @internal */
export interface FormProblems {
  message: string;
  rest: FieldProblem[];
}

/** @internal */
export interface ProblemSummaryProps {
  problems: FormProblems;
}

/** The refusal as a whole, beneath the fields. @internal */
export function ProblemSummary(props: ProblemSummaryProps) {
  const { message, rest } = props.problems;
  return (
    <Alert severity="error" tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
      {message}
      {rest.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: 16 }}>
          {rest.map((problem, index) => (
            <li key={index}>{formatProblem(problem)}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
