local list = groups()
local answer, flux = {}, '0'
for i, group in ipairs(list) do
  answer[i] = stamp(group)
  if redis.call('HEXISTS', FLUX, group[1]) == 1 then flux = '1' end
end
local result = ack(meta.start, flux)
for i = 1, #answer do result[#result + 1] = answer[i] end
return result
