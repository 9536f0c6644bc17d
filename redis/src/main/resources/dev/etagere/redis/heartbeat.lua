local node, revision, app = word(), word(), groups()
expire_due()
if revision ~= '' then
  local member = node .. '|' .. revision
  local new = not redis.call('ZSCORE', NODES, member)
  redis.call('ZADD', NODES, text(now), member)
  local others, gone = look_around(node, revision)
  local first = new and not others[revision]
      and (next(others) ~= nil or redis.call('HGET', META, 'revision') ~= revision)
  others[revision] = true
  if first or ended(gone, others) then move('touch', '', app) end
  remember(others)
end
return ack()
