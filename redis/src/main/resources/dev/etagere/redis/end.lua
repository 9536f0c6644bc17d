local id, moves, list = word(), word() == '1', groups()
if moves then
  local scope = load(id)
  close('end', id, scope or { k = meta.key .. meta.slots, g = {}, a = {}, b = {} }, list)
  if scope then remove(id, scope) end
else
  -- One that is past its lease expires: who has not said so in time cannot say that nothing has changed.
  local scope = living(id)
  if scope then
    if #scope.g > 0 then append('discard', id, names(scope.g)) end
    remove(id, scope)
  end
end
return ack()
