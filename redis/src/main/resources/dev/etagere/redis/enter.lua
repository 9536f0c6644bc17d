local id, epoch, seen = word(), word(), groups()
local stamps, list = words(), groups()
local scope = living(id)

local function unmoved()
  if epoch ~= meta.epoch then return false end
  local own = set(names(scope.g))
  for i, group in ipairs(seen) do
    local holders = tonumber(redis.call('HGET', FLUX, group[1]) or 0) - (own[group[1]] and 1 or 0)
    if holders > 0 or stamp(group) ~= stamps[i] then return false end
  end
  return true
end

local open = scope ~= nil and unmoved()
if open then take(id, scope, list) end
return ack(open and '1' or '0')
