package dev.etagere.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A response as the caller gets it.
 *
 * @param request that of the caller, without what we have added
 * @param sent what the server has answered; {@code null} if it was not asked
 */
record KeptResponse<T>(
        HttpRequest request,
        int statusCode,
        HttpHeaders headers,
        T body,
        URI uri,
        HttpClient.Version version,
        @Nullable HttpResponse<?> sent)
        implements HttpResponse<T> {

    @Override
    @SuppressWarnings("unchecked") // The interface says so; what came before has been read by the same handler, or not.
    public Optional<HttpResponse<T>> previousResponse() {
        return sent == null ? Optional.empty() : ((HttpResponse<T>) sent).previousResponse();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return sent == null ? Optional.empty() : sent.sslSession();
    }
}
