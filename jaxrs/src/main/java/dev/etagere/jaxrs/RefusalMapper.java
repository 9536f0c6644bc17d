package dev.etagere.jaxrs;

import dev.etagere.Answer;
import dev.etagere.PreconditionFailedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.nio.charset.StandardCharsets;

/** Makes 412 of a write that its handler has found to be refused. */
final class RefusalMapper implements ExceptionMapper<PreconditionFailedException> {

    @Override
    public Response toResponse(PreconditionFailedException refusal) {
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
