local answer = ack(meta.key, meta.slots, meta.start, meta.floor, meta.entry, redis.call('GET', SLOTS))
local scopes = redis.call('HGETALL', SCOPES)
for i = 1, #scopes, 2 do
  local held_names = names(cmsgpack.unpack(scopes[i + 1]).g)
  if #held_names > 0 then
    answer[#answer + 1] = scopes[i]
    answer[#answer + 1] = table.concat(held_names, ' ')
  end
end
return answer
