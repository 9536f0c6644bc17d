package dev.etagere.jaxrs;

import dev.etagere.Answer;
import dev.etagere.WriteRefusedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.nio.charset.StandardCharsets;

/** Makes the answer to a write that was refused while its handler ran. */
final class RefusalMapper implements ExceptionMapper<WriteRefusedException> {

    @Override
    public Response toResponse(WriteRefusedException refusal) {
        return response(refusal.answer());
    }

    static Response response(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.forEach(response::header);
        String content = answer.content();
        if (content != null) {
            // As bytes: an application may write strings in a way of its own.
            response.entity(content.getBytes(StandardCharsets.US_ASCII));
        }
        return response.build();
    }
}
