local list = groups()
if #list > 0 then move('touch', '', list) end
return ack()
