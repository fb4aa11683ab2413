/** Configuration of a server with one node, its data and its audit log in the folder. */
export function configuration(
  folder: string,
  port: number,
  clusterPort: number,
): string {
  return `
storage "raft" {
  path                   = "${folder}/data"
  node_id                = "only"
  performance_multiplier = 1
}
listener "tcp" {
  address         = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${clusterPort}"
  tls_cert_file   = "${folder}/tls.crt"
  tls_key_file    = "${folder}/tls.key"
}
audit "file" "to-file" {
  options {
    file_path = "${folder}/audit.log"
  }
}
api_addr     = "https://127.0.0.1:${port}"
cluster_addr = "https://127.0.0.1:${clusterPort}"
ui           = false
`;
}
