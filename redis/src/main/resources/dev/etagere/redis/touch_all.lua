move_all()
return ack()
