package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.bincount;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.runtime.latent.CodeUsage;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The K vectors that features are replaced with, standard normal at first and trained by gradient.
 * Spiking-Diffusion, section "VQ-SVAE"; van den Oord et al., "Neural discrete representation
 * learning", NeurIPS 2017.
 */
final class Codebook {

  private final Parameter vectors;
  private final State.Buffer uses;

  Codebook(int codes, int codeSize) {
    this.vectors = Parameter.base("quantiser.codebook", randn(codes, codeSize));
    this.uses = new State.Buffer("quantiser.uses", zeros(codes));
  }

  State state() {
    return new State(List.of(vectors), List.of(uses));
  }

  /**
   * How often each code stands in maps, which is also remembered until the next {@link #revive}.
   *
   * @param maps {@code [N, H, W]}
   */
  CodeUsage count(Tensor maps) {
    CodeUsage usage = usage(maps);
    float[] sums = TensorMemory.floats(uses.value());
    for (int k = 0; k < sums.length; k++) {
      sums[k] += usage.counts()[k];
    }
    uses.value().copy_(TensorMemory.tensor(sums, sums.length));
    return usage;
  }

  /** How often each code stands in maps. */
  CodeUsage usage(Tensor maps) {
    Tensor counts = bincount(maps.contiguous().view(-1), new TensorOptional(), size());
    long[] copied = new long[size()];
    counts.data_ptr_long().get(copied);
    return new CodeUsage(copied);
  }

  /**
   * Puts every vector that was not used since the last time in the place of a feature, taken at
   * random from a batch: gradients never reach a vector that is nobody's nearest, so it would stay
   * unused (Dhariwal et al., "Jukebox", 2020, section 3). Not in the published code.
   *
   * @param feature {@code [N, C, H, W]}
   * @param uniforms in [0, 1), one for each code
   */
  void revive(Tensor feature, float[] uniforms) {
    float[] counts = TensorMemory.floats(uses.value());
    Tensor rows = feature.detach().permute(0, 2, 3, 1).reshape(-1, feature.size(1));
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] == 0) {
        long row = (long) (uniforms[k] * rows.size(0));
        vectors.value().select(0, k).copy_(rows.select(0, row));
      }
    }
    uses.value().zero_();
  }

  Parameter vectors() {
    return vectors;
  }

  /** The number of vectors, K. */
  int size() {
    return Math.toIntExact(vectors.value().size(0));
  }

  /**
   * The nearest vector at each position, {@code argmin over k of |feature - e_k|^2}.
   *
   * @param feature {@code [N, C, H, W]}
   * @return indices {@code [N, H, W]}
   */
  Tensor nearest(Tensor feature) {
    Tensor rows = feature.detach().permute(0, 2, 3, 1);
    Tensor flat = rows.contiguous().view(-1, rows.size(3));
    Tensor lengths = vectors.value().square().sum(1);
    // |feature|^2 is the same for every k.
    Tensor distances = lengths.sub(mm(flat, vectors.value().t()).mul(new Scalar(2)));
    return distances
        .argmin(new LongOptional(1), false)
        .view(rows.size(0), rows.size(1), rows.size(2));
  }

  /**
   * The vectors of a code map, on the tape of {@code table}.
   *
   * @param table the vectors, {@code [K, C]}
   * @param indices {@code [N, H, W]}
   * @return {@code [N, C, H, W]}
   */
  static Tensor lookUp(Tensor table, Tensor indices) {
    return embedding(table, indices).permute(0, 3, 1, 2);
  }
}
