local id, lease, list = word(), tonumber(word()), groups()
take(id, living(id) or new_scope(id, lease), list)
return ack()
