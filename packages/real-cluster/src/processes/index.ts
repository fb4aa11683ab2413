export { freePorts } from './freePorts';
export { onTakenPort } from './onTakenPort';
export { Program } from './Program';
export { Watchdog } from './Watchdog';
