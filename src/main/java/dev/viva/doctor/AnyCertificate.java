package dev.viva.doctor;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS that trusts nobody and believes any certificate: only for asking who answers, never for sending anything. */
final class AnyCertificate extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private AnyCertificate() {}

    /** Speaks TLS over that connection, and closes it when it is closed itself. */
    static SSLSocket over(Socket socket) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            tls.startHandshake();
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A name for which the certificate is: Jetty refuses requests for any other. */
    static String nameOf(SSLSession session) throws SSLPeerUnverifiedException {
        return names(session).stream()
                .filter(name ->
                        name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS))
                .map(name -> String.valueOf(name.get(1)).replace("*", "viva"))
                .findFirst()
                .orElse("localhost");
    }

    private static Collection<List<?>> names(SSLSession session) throws SSLPeerUnverifiedException {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of())
                    : List.of();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
