# What the driver `openbao` may do in a mount named `secret`, with the standard path {namespace}/{segment}/{name}.
# Change the first part for a mount of another name, and the shape behind it for another path template.
#
# `+` stands for one part of a path, which a server also takes for an empty one at the end. Nothing above, beside or
# below the shape is open.

# The values: made, replaced, changed in part; read inside the portal to compare versions, to restore one, and after a crash.
path "secret/data/+/+/+" {
  capabilities = ["create", "read", "update", "patch"]
}

# Versions and the mark of ownership; deleting here destroys every version, and `list` names the secrets of one type.
path "secret/metadata/+/+/+" {
  capabilities = ["read", "delete", "list", "patch"]
}

# Names of namespaces and of types, to see what others change.
path "secret/metadata/" {
  capabilities = ["list"]
}
path "secret/metadata/+/" {
  capabilities = ["list"]
}

# Names of keys, without their values.
path "secret/subkeys/+/+/+" {
  capabilities = ["read"]
}

# Destroys what an interrupted create left below a version that somebody else wrote over it.
path "secret/destroy/+/+/+" {
  capabilities = ["update"]
}

# Brings a deleted version back, to restore it.
path "secret/undelete/+/+/+" {
  capabilities = ["update"]
}
