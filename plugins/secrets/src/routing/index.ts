export { rootRouteRef, secretRouteRef } from './routeRefs';
