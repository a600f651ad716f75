package io.spikelet.service.answer;

import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.service.request.Accepted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Images as PNG, JSON, zip or NumPy array. The same images give the same bytes. */
@Component
public final class ImageAnswers {
  private static final MediaType[] FORMATS = {
    MediaType.IMAGE_PNG, MediaType.APPLICATION_JSON, Accepted.ZIP, Accepted.NPY
  };

  // Zip has no "unknown"; its first moment keeps the bytes independent of the clock.
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Answers answers;
  private final JsonMapper json;

  ImageAnswers(Answers answers, JsonMapper json) {
    this.answers = answers;
    this.json = json;
  }

  /** The format that the client wants, PNG by default. */
  public MediaType format(HttpServletRequest request) {
    return Accepted.choose(request, FORMATS);
  }

  /** As {@link #format}, or {@link Accepted#EVENTS} where the model's images can be watched. */
  public MediaType format(HttpServletRequest request, TaskRules rules, Capability operation) {
    if (!rules.offersPartialImages(operation)) {
      return format(request);
    }
    MediaType[] all = Arrays.copyOf(FORMATS, FORMATS.length + 1);
    all[FORMATS.length] = Accepted.EVENTS;
    return Accepted.choose(request, all);
  }

  /**
   * The images in a format that {@code format} gave, and their labels in a header.
   *
   * @param images at least one, all of one size
   */
  public ResponseEntity<byte[]> answer(Work work, MediaType format, List<ServedImage> images) {
    ResponseEntity<byte[]> answer =
        answers.answer(work, format, () -> encode(work, format, images));
    return LabelHeader.of(images).map(labels -> labelled(answer, labels)).orElse(answer);
  }

  private static ResponseEntity<byte[]> labelled(ResponseEntity<byte[]> answer, String labels) {
    return ResponseEntity.ok()
        .headers(answer.getHeaders())
        .header(LabelHeader.NAME, labels)
        .body(answer.getBody());
  }

  private byte[] encode(Work work, MediaType format, List<ServedImage> images) {
    if (format.equals(MediaType.APPLICATION_JSON)) {
      return json.writeValueAsBytes(
          new ImagesJson(work.modelName(), images.stream().map(this::item).toList()));
    }
    if (format.equals(Accepted.ZIP)) {
      return zip(images);
    }
    return format.equals(Accepted.NPY) ? npy(images) : png(images);
  }

  private ImagesJson.Item item(ServedImage served) {
    ServedImage.Likeness likeness = served.likeness();
    Label label = served.label();
    return new ImagesJson.Item(
        served.index(),
        served.seed(),
        Base64.getEncoder().encodeToString(PngCodec.encode(served.image())),
        answers.energy(served.activity()),
        likeness == null ? null : likeness.mse(),
        likeness == null ? null : served.image().range().toString(),
        likeness == null ? null : likeness.ssim(),
        label == null ? null : label.name());
  }

  private static byte[] png(List<ServedImage> images) {
    Image sheet =
        images.size() == 1
            ? images.getFirst().image()
            : ContactSheet.of(images.stream().map(ServedImage::image).toList());
    return PngCodec.encode(sheet);
  }

  private static byte[] zip(List<ServedImage> images) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (ServedImage served : images) {
        ZipEntry entry = new ZipEntry("image-%d.png".formatted(served.index()));
        entry.setTimeLocal(ZIP_EPOCH);
        zip.putNextEntry(entry);
        zip.write(PngCodec.encode(served.image()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] npy(List<ServedImage> images) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    images.forEach(served -> pixels.writeBytes(served.image().toHwcBytes()));
    Image first = images.getFirst().image();
    return NpyArray.ofBytes(
            pixels.toByteArray(), images.size(), first.height(), first.width(), first.channels())
        .toFile();
  }
}
