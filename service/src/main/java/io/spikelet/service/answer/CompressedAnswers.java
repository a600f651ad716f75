package io.spikelet.service.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Compresses answers that have a {@code Repr-Digest}, by the settings {@code server.compression}.
 * The digest is of the representation, and its content coding belongs to that (RFC 9530, 3.1): the
 * web server, which compresses all other answers, would leave the digest of something else.
 */
@ControllerAdvice
class CompressedAnswers implements ResponseBodyAdvice<byte[]> {
  private final boolean enabled;
  private final long leastBytes;
  private final List<MediaType> types;

  CompressedAnswers(ServerProperties server) {
    Compression compression = server.getCompression();
    this.enabled = compression.getEnabled();
    this.leastBytes = compression.getMinResponseSize().toBytes();
    this.types = Arrays.stream(compression.getMimeTypes()).map(MediaType::parseMediaType).toList();
  }

  @Override
  public boolean supports(
      MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
    return enabled && ByteArrayHttpMessageConverter.class.isAssignableFrom(converter);
  }

  @Override
  public byte @Nullable [] beforeBodyWrite(
      byte @Nullable [] body,
      MethodParameter method,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    HttpHeaders headers = response.getHeaders();
    if (body == null
        || body.length < leastBytes
        || !headers.containsHeader(Answers.REPR_DIGEST)
        || types.stream().noneMatch(type::equalsTypeAndSubtype)) {
      return body;
    }
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!acceptsGzip(request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING))) {
      return body;
    }
    byte[] compressed = gzip(body);
    headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
    headers.set(Answers.REPR_DIGEST, Answers.digest(compressed));
    return compressed;
  }

  /** Whether {@code Accept-Encoding} has it, by name or by {@code *}, and not with quality 0. */
  static boolean acceptsGzip(List<String> header) {
    List<String> codings =
        header.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(coding -> coding.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
            .toList();
    return codings.stream()
        .filter(coding -> isNamed(coding, "gzip") || isNamed(coding, "x-gzip"))
        .findFirst()
        .or(() -> codings.stream().filter(coding -> isNamed(coding, "*")).findFirst())
        .filter(coding -> !coding.matches(".*;q=0(\\.0*)?"))
        .isPresent();
  }

  private static boolean isNamed(String coding, String name) {
    return coding.equals(name) || coding.startsWith(name + ";");
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
