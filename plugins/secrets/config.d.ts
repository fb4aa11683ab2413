/** What the browser's part of the secrets plugin may know of the configuration. */
export interface Config {
  secrets?: {
    /**
     * Feature flag; true when left out. When false the portal does not offer Settings → Secrets.
     * @visibility frontend
     */
    enabled?: boolean;
  };
  openchoreo?: {
    features?: {
      secretManagement?: {
        /**
         * Honoured when `secrets.enabled` is not set.
         * @visibility frontend
         */
        enabled?: boolean;
      };
    };
  };
}
