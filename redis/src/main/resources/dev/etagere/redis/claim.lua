local id, lease, alone, beside = word(), tonumber(word()), words(), words()
expire_due()
local scope = living(id)
local mine_alone, mine_beside = set(scope and scope.a or {}), set(scope and scope.b or {})

local function free()
  for _, name in ipairs(alone) do
    local owner = redis.call('HGET', ALONE, name)
    local beside_it = tonumber(redis.call('HGET', BESIDE, name) or 0) - (mine_beside[name] and 1 or 0)
    if (owner and owner ~= id) or beside_it > 0 then return false end
  end
  for _, name in ipairs(beside) do
    local owner = redis.call('HGET', ALONE, name)
    if owner and owner ~= id then return false end
  end
  return true
end

local granted = free()
if granted then
  scope = scope or new_scope(id, lease)
  for _, name in ipairs(alone) do
    if not mine_alone[name] then
      mine_alone[name] = true
      scope.a[#scope.a + 1] = name
      redis.call('HSET', ALONE, name, id)
    end
  end
  for _, name in ipairs(beside) do
    if not mine_beside[name] then
      mine_beside[name] = true
      scope.b[#scope.b + 1] = name
      redis.call('HINCRBY', BESIDE, name, 1)
    end
  end
  store(id, scope)
end
return ack(granted and '1' or '0')
