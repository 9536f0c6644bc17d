-- Stands in front of every script: the keys, the fence, and the steps that the scripts are made of.
--
-- Numbers here are doubles: milliseconds and sequences fit, each for itself; a stamp does not, and no script computes
-- one. Strings are compared for equality only: their order is the locale's.
if redis.replicate_commands then redis.replicate_commands() end

local LOG, META, SLOTS, SCOPES, DUE, FLUX, ALONE, BESIDE, NODES =
    KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local candidate, key, count, skew, keep = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local SLOT = 9
local MILLION = 1000000
-- More entries than one script writes: a script that begins within a million of stamps ends within it.
local RESERVE = 1000
-- In nanoseconds it would be no long any more. Nobody has been told such a stamp.
local LATEST = 9000000000000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local at = 5
local function word()
  at = at + 1
  return ARGV[at]
end

local function words()
  local list = {}
  for i = 1, tonumber(word()) do list[i] = word() end
  return list
end

-- Each group as { name, number of a slot, number of a slot }.
local function groups()
  local list = {}
  for i = 1, tonumber(word()) do list[i] = { word(), word(), word() } end
  return list
end

local function text(number) return string.format('%.0f', number) end

local function parts(id)
  local ms, sequence = string.match(id or '', '^(%d+)-(%d+)$')
  return tonumber(ms or 0), tonumber(sequence or 0)
end

local FIELDS = { 'fence', 'epoch', 'start', 'floor', 'last', 'entry', 'number', 'key', 'slots', 'held' }
local meta = {}
for i, value in ipairs(redis.call('HMGET', META, unpack(FIELDS))) do
  meta[FIELDS[i]] = value
end

local function keyed()
  return meta.key and #meta.key == 32 and tonumber(meta.slots) ~= nil
end

if OPERATION ~= 'snapshot' and keyed() and (meta.key ~= key or meta.slots ~= count) then
  return { 'key' }
end

-- The fence (R5, R18).

local function server()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

local function generated()
  local info = redis.pcall('XINFO', 'STREAM', LOG)
  if info.err then return false end
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
  return false
end

-- An empty hash does not exist, so how many there are of each kind is all that tells a lost key from an empty one.
local function held()
  return table.concat({
    redis.call('HLEN', SCOPES), redis.call('ZCARD', DUE), redis.call('HLEN', FLUX),
    redis.call('HLEN', ALONE), redis.call('HLEN', BESIDE),
  }, '/')
end

local function used_up()
  local ms, sequence = parts(meta.last)
  return sequence >= MILLION - RESERVE and now <= ms
end

local run = server()

local function intact()
  return keyed() and meta.epoch and meta.number and meta.floor and meta.start and meta.entry
      and meta.fence == run
      and meta.last and meta.last == generated() and parts(meta.last) <= LATEST
      and redis.call('STRLEN', SLOTS) == meta.slots * SLOT
      and meta.held == held()
      and not used_up()
end

local function hold(id, scope)
  redis.call('ZADD', DUE, text(scope.u), id)
  for _, group in ipairs(scope.g) do redis.call('HINCRBY', FLUX, group[1], 1) end
  for _, name in ipairs(scope.a) do redis.call('HSET', ALONE, name, id) end
  for _, name in ipairs(scope.b) do redis.call('HINCRBY', BESIDE, name, 1) end
end

-- Scopes that survived stay open; what else is known of them is made from them anew.
local function hold_again()
  redis.call('DEL', DUE, FLUX, ALONE, BESIDE)
  local scopes = redis.call('HGETALL', SCOPES)
  for i = 1, #scopes, 2 do
    local readable, scope = pcall(cmsgpack.unpack, scopes[i + 1])
    if readable and type(scope) == 'table' and scope.g then
      hold(scopes[i], scope)
    else
      redis.call('HDEL', SCOPES, scopes[i])
    end
  end
end

-- Stamps that a failover has lost may be ahead of this server's clock, hence the skew.
local function begin_epoch()
  local known, lost = parts(meta.last), parts(generated())
  if known > LATEST then known = 0 end
  if lost > LATEST then lost = 0 end
  local start = text(math.max(known + 1, lost + 1, now + skew)) .. '-0'
  if not keyed() then meta.key, meta.slots = key, count end
  meta.fence, meta.epoch, meta.number = run, candidate, '1'
  meta.start, meta.floor, meta.last, meta.entry = start, start, start, start
  -- First, because it is refused where memory is full, before anything is done.
  redis.call('HSET', META, 'fence', run, 'epoch', candidate, 'number', '1', 'start', start, 'floor', start,
      'last', start, 'entry', start, 'key', meta.key, 'slots', meta.slots)
  redis.call('DEL', LOG, SLOTS)
  redis.call('SETRANGE', SLOTS, meta.slots * SLOT - 1, '\0')
  redis.call('XADD', LOG, start, 'n', '1', 'k', 'epoch', 's', '', 'g', '')
  hold_again()
  redis.call('HSET', META, 'held', held())
end

if not intact() then begin_epoch() end

-- Stamps.

-- The log's clock moves on: every stamp to come is higher, even if the server's clock steps back. Always a write, so
-- that a primary without its replicas refuses, if it has been told to (R18).
local function advance()
  if now > parts(meta.last) then
    meta.last = text(now) .. '-0'
    redis.call('XSETID', LOG, meta.last)
  end
  redis.call('HSET', META, 'last', meta.last, 'beat', text(now))
end

local appended, changed = false, false

local function append(kind, scope, names)
  local ms, sequence = parts(meta.last)
  if sequence >= MILLION - RESERVE then advance() end
  meta.number = text(redis.call('HINCRBY', META, 'number', 1))
  local id = redis.call('XADD', LOG, 'MAXLEN', '~', keep, '*',
      'n', meta.number, 'k', kind, 's', scope, 'g', table.concat(names, ' '))
  meta.last, meta.entry = id, id
  redis.call('HSET', META, 'last', id, 'entry', id)
  appended = true
  return id
end

-- The slots are one string, nine bytes each: six of milliseconds and three of the sequence. A new node copies the nine
-- megabytes of a million slots in milliseconds; a hash of a million fields would hold Redis up for a second.
local function bytes(id)
  local ms, sequence = parts(id)
  local list = {}
  for i = 6, 1, -1 do
    list[i] = ms % 256
    ms = math.floor(ms / 256)
  end
  for i = 9, 7, -1 do
    list[i] = sequence % 256
    sequence = math.floor(sequence / 256)
  end
  return string.char(unpack(list))
end

local function slot(number)
  local b1, b2, b3, b4, b5, b6, b7, b8, b9 =
      string.byte(redis.call('GETRANGE', SLOTS, number * SLOT, number * SLOT + SLOT - 1), 1, SLOT)
  return ((((b1 * 256 + b2) * 256 + b3) * 256 + b4) * 256 + b5) * 256 + b6, (b7 * 256 + b8) * 256 + b9
end

local function before(ms1, sequence1, ms2, sequence2)
  return ms1 < ms2 or (ms1 == ms2 and sequence1 < sequence2)
end

-- The smaller of its slots, and at least the floor.
local function stamp(group)
  local ms, sequence = slot(group[2])
  local ms2, sequence2 = slot(group[3])
  if before(ms2, sequence2, ms, sequence) then ms, sequence = ms2, sequence2 end
  local floor_ms, floor_sequence = parts(meta.floor)
  if before(ms, sequence, floor_ms, floor_sequence) then return meta.floor end
  return text(ms) .. '-' .. text(sequence)
end

local function names(list)
  local result = {}
  for i, group in ipairs(list) do result[i] = group[1] end
  return result
end

local function move(kind, scope, list)
  local moved = bytes(append(kind, scope, names(list)))
  for _, group in ipairs(list) do
    redis.call('SETRANGE', SLOTS, group[2] * SLOT, moved)
    redis.call('SETRANGE', SLOTS, group[3] * SLOT, moved)
  end
end

local function move_all()
  meta.floor = append('all', '', {})
  redis.call('HSET', META, 'floor', meta.floor)
end

-- Scopes, each with u: until when, k: key that its slots were computed with, g: groups, a and b: claims.

local function load(id)
  local packed = redis.call('HGET', SCOPES, id)
  return packed and cmsgpack.unpack(packed)
end

local function store(id, scope)
  redis.call('HSET', SCOPES, id, cmsgpack.pack(scope))
  changed = true
end

local function new_scope(id, lease)
  local scope = { u = now + lease, k = meta.key .. meta.slots, g = {}, a = {}, b = {} }
  redis.call('ZADD', DUE, text(scope.u), id)
  return scope
end

local function set(list)
  local result = {}
  for _, name in ipairs(list) do result[name] = true end
  return result
end

local function take(id, scope, list)
  local has, new = set(names(scope.g)), {}
  for _, group in ipairs(list) do
    if not has[group[1]] then
      has[group[1]] = true
      new[#new + 1] = group[1]
      scope.g[#scope.g + 1] = group
      redis.call('HINCRBY', FLUX, group[1], 1)
    end
  end
  store(id, scope)
  if #new > 0 then append('begin', id, new) end
end

local function give_back(hash, name)
  if redis.call('HINCRBY', hash, name, -1) <= 0 then redis.call('HDEL', hash, name) end
end

local function remove(id, scope)
  changed = true
  redis.call('HDEL', SCOPES, id)
  redis.call('ZREM', DUE, id)
  for _, group in ipairs(scope.g) do give_back(FLUX, group[1]) end
  for _, name in ipairs(scope.b) do give_back(BESIDE, name) end
  for _, name in ipairs(scope.a) do redis.call('HDEL', ALONE, name) end
end

-- Moves what a scope holds and more, and ends its flux. Slots by another key than the log's are anybody's, so then
-- everything moves.
local function close(kind, id, scope, more)
  local list, has = {}, {}
  if scope.k == meta.key .. meta.slots then
    for _, group in ipairs(scope.g) do
      has[group[1]] = true
      list[#list + 1] = group
    end
  elseif #scope.g > 0 then
    move_all()
  end
  for _, group in ipairs(more) do
    if not has[group[1]] then
      has[group[1]] = true
      list[#list + 1] = group
    end
  end
  if #list > 0 then
    move(kind, id, list)
  elseif #scope.g > 0 then
    append('discard', id, {})
  end
end

-- Its touch and its removal are one step (R11).
local function expire(id, scope)
  close('expire', id, scope, {})
  remove(id, scope)
end

local function living(id)
  local scope = load(id)
  if scope and scope.u <= now then
    expire(id, scope)
    return nil
  end
  return scope or nil
end

local function expire_due()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', text(now), 'LIMIT', 0, 100)) do
    living(id)
  end
end

-- Every script writes, if it has nothing else to write then its as-of.
local function ack(...)
  if not appended then advance() end
  if changed then redis.call('HSET', META, 'held', held()) end
  return { 'ok', meta.epoch, meta.last, meta.number, ... }
end
