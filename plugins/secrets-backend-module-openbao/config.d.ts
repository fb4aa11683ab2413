/** Credentials of the login to a store. */
interface OpenBaoAuth {
  appRole?: {
    /** @visibility secret */
    secretId?: string;
  };
  jwt?: {
    /** @visibility secret */
    token?: string;
  };
  token?: {
    /** @visibility secret */
    value?: string;
  };
}

export interface Config {
  secrets?: {
    planes?: {
      static?: Array<{
        driverConfig?: { auth?: OpenBaoAuth };
      }>;
      overrides?: Array<{
        driverConfig?: { auth?: OpenBaoAuth };
      }>;
    };
  };
}
