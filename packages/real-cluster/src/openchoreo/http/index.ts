export { createRoutes } from './Api';
export { goJson } from './goJson';
export { OpenChoreoServer } from './OpenChoreoServer';
