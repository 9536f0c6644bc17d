-- Behind the prelude of heartbeat and leave: which revisions of the application run, and whether that changed (R4).
local SILENCE = 10000

-- The others that are alive as node count by revision, and the revisions of those that were dropped.
local function look_around(node, revision)
  local others, gone = {}, {}
  local members = redis.call('ZRANGE', NODES, 0, -1, 'WITHSCORES')
  for i = 1, #members, 2 do
    local other, theirs = string.match(members[i], '^([^|]*)|(.*)$')
    if other == node then
      if theirs ~= revision then
        redis.call('ZREM', NODES, members[i])
        gone[theirs] = true
      end
    elseif tonumber(members[i + 1]) < now - SILENCE then
      redis.call('ZREM', NODES, members[i])
      gone[theirs] = true
    else
      others[theirs] = true
    end
  end
  return others, gone
end

-- Whether none is left of one that went, while others go on.
local function ended(gone, left)
  if next(left) == nil then return false end
  for revision in pairs(gone) do
    if not left[revision] then return true end
  end
  return false
end

-- The only one there is; none while there are several, so that whoever comes after a mixed fleet has died touches.
local function remember(left)
  local first = next(left)
  if first ~= nil then
    redis.call('HSET', META, 'revision', next(left, first) == nil and first or '')
  end
end
