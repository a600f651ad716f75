package io.spikelet.runtime.generator.annaudiocoder;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.generator.ordinary.CodeEncoder;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A loaded ordinary audiocoder: real values throughout, no spikes and no time.
 *
 * <pre>image = decoder(audio(cochleagram))</pre>
 *
 * <p>Nothing is drawn at random, and every graph computes its rows independently of each other: an
 * image has the same bits in any batch, whatever its seed. It costs the same multiply-accumulates
 * whatever is heard; the cochleagram is not among them. Source: the network that the audiocoder
 * (2019) is compared with.
 */
public final class AnnAudiocoderModel extends GraphModel {

  private final FrontEnd frontEnd;
  private final CodeEncoder listener;
  private final CodeDecoder decoder;

  private AnnAudiocoderModel(ModelPackage modelPackage, FrontEnd frontEnd, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.frontEnd = frontEnd;
    ImageSpec heard = new ImageSpec(1, frontEnd.channels(), frontEnd.frames(), ValueRange.UNIT);
    int size = modelPackage.spec().latentSize();
    this.listener = new CodeEncoder(graphs, GraphRole.AUDIO, heard, size);
    this.decoder = new CodeDecoder(graphs, modelPackage.spec());
  }

  /**
   * Opens the package's audio network and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing, or what
   *     sounds are brought to
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static AnnAudiocoderModel open(ModelPackage modelPackage, OnnxEngine engine) {
    FrontEnd frontEnd = frontEnd(modelPackage);
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.AUDIO, GraphRole.DECODER),
        graphs -> new AnnAudiocoderModel(modelPackage, frontEnd, graphs));
  }

  @Override
  public List<SoundImage> audioToImage(List<SoundTask> tasks) {
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<Image> heard = tasks.stream().map(this::heard).toList();
    List<float[]> codes = listener.codes(heard);
    long nanos = System.nanoTime() - start;
    List<GeneratedImage> drawn =
        decoder.images(codes, listener.activity().and(decoder.activity()), nanos);
    List<SoundImage> images = new ArrayList<>(drawn.size());
    for (int i = 0; i < drawn.size(); i++) {
      images.add(new SoundImage(drawn.get(i), heard.get(i), Optional.empty()));
    }
    return images;
  }

  private Image heard(SoundTask task) {
    float[] values = task.sound().through(frontEnd);
    return Image.of(1, frontEnd.channels(), frontEnd.frames(), values, ValueRange.UNIT);
  }
}
