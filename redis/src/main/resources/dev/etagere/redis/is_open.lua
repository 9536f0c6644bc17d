local open = living(word()) ~= nil
return ack(open and '1' or '0')
