export { VersionsSection } from './VersionsSection';
