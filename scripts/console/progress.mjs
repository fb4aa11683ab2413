const columns = 14;

/**
 * Says each step in one line. On a terminal the line counts the seconds while the step runs;
 * elsewhere every phase of a step is a plain line.
 *
 * @param {NodeJS.WriteStream} stream
 */
export function createProgress(stream = process.stdout) {
  const live = Boolean(stream.isTTY) && process.env.TERM !== 'dumb';

  return {
    /**
     * Begins a step.
     * @param {string} name what is being made, for example `packages`
     * @param {string} phase what happens first, for example `downloading`
     */
    step(name, phase) {
      const began = Date.now();
      const label = `  ${name.padEnd(columns)}`;
      let current = phase;
      let timer;

      const elapsed = () => formatSeconds(Date.now() - began);
      const draw = () => {
        const room = Math.max(20, (stream.columns || 80) - 1);
        const line = `${label} ${current} … ${elapsed()}`;
        stream.write(`\r\x1b[K${line.slice(0, room)}`);
      };
      const finish = text => {
        clearInterval(timer);
        stream.write(`${live ? '\r\x1b[K' : ''}${label} ${text}\n`);
      };

      if (live) {
        draw();
        timer = setInterval(draw, 1000);
        timer.unref();
      } else {
        stream.write(`${label} ${phase}\n`);
      }

      return {
        /** Names the phase the step has come to. */
        update(next) {
          if (next === current) {
            return;
          }
          current = next;
          if (live) {
            draw();
          } else {
            stream.write(`${label} ${next} (${elapsed()})\n`);
          }
        },
        /** Ends the step well. */
        done(text) {
          finish(`${text} (${elapsed()})`);
        },
        /** Ends the step badly; the reason is said by who catches the error. */
        failed() {
          finish(`failed while ${current} (${elapsed()})`);
        },
      };
    },
  };
}

/** @param {number} milliseconds */
export function formatSeconds(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
