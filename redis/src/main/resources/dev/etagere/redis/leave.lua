local node, revision, app = word(), word(), groups()
if revision ~= '' then
  local others, gone = look_around(node, revision)
  gone[revision] = redis.call('ZREM', NODES, node .. '|' .. revision) == 1 or nil
  if ended(gone, others) then move('touch', '', app) end
  remember(others)
end
return ack()
