using Neuromorphic.Gradients;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// The mean loss of a batch and its derivatives for one network: 128 examples at a time, a lane for each. Sums have one order, whatever the width. One thread at a time may use it.
/// </summary>
sealed unsafe class BatchLoss<R> where R : unmanaged, IReal<R>
{
    const int Block = 128, Members = LaneSums.Members;

    readonly ILossModel model;
    readonly LossPrograms programs;
    readonly AlignedMemory<R> shared, own, thetaGradients, phiGradients;

    public BatchLoss(ILossModel model)
    {
        this.model = model;
        programs = new(model, Stride);
        shared = new(2 * ThetaCount + model.Phi + model.Noises + 1);
        own = new((model.Inputs + model.Targets + 2) * Stride);
        thetaGradients = new(ThetaCount * Stride);
        phiGradients = new(model.Phi * Stride);
    }

    static int Stride => Block / R.Width;
    int ThetaCount => model.FanIn.Count;

    /// <summary>The mean loss; its gradient by theta is written.</summary>
    public double Gradient(double[] theta, double[] phi, double[] noise, LearningBatch batch, double[] gradient)
    {
        Array.Clear(gradient);
        return Run(Kind.Gradient, theta, phi, noise, null, 0, batch, gradient, null);
    }

    /// <summary>Adds the gradient of the mean loss by phi.</summary>
    public void AddPhi(double[] theta, double[] phi, double[] noise, LearningBatch batch, double[] phiSum) => Run(Kind.Phi, theta, phi, noise, null, 0, batch, null, phiSum);

    /// <summary>Adds the gradients, by theta and phi, of the weight times the mean loss plus the mean loss's change along a direction of theta.</summary>
    public void AddSecond(double[] theta, double[] phi, double[] noise, double[] direction, double weight, LearningBatch batch, double[] thetaSum, double[] phiSum) =>
        Run(Kind.Second, theta, phi, noise, direction, weight, batch, thetaSum, phiSum);

    enum Kind
    {
        Gradient,
        Phi,
        Second,
    }

    double Run(Kind kind, double[] theta, double[] phi, double[] noise, double[]? direction, double weight, LearningBatch batch, double[]? thetaSum, double[]? phiSum)
    {
        double loss = 0;
        nint* slots = stackalloc nint[LossPrograms.Slots];
        fixed (R* numbers = shared, items = own, ofTheta = thetaGradients, ofPhi = phiGradients)
        {
            R* at = numbers;
            Fill(slots, LossPrograms.Theta, ref at, theta);
            Fill(slots, LossPrograms.Phi, ref at, phi);
            Fill(slots, LossPrograms.Noise, ref at, noise);
            slots[LossPrograms.Weight] = (nint)at;
            *at++ = weight;
            if (direction != null) Fill(slots, LossPrograms.Direction, ref at, direction);
            R* input = items, target = input + model.Inputs * Stride, share = target + model.Targets * Stride, losses = share + Stride;
            slots[LossPrograms.Input] = (nint)input;
            slots[LossPrograms.Target] = (nint)target;
            slots[LossPrograms.Share] = (nint)share;
            slots[LossPrograms.Loss] = (nint)losses;
            slots[LossPrograms.ThetaGradient] = (nint)ofTheta;
            slots[LossPrograms.PhiGradient] = (nint)ofPhi;
            thetaGradients.Span.Clear();
            phiGradients.Span.Clear();
            for (int first = 0; first < batch.Count; first += Block)
            {
                int count = Math.Min(Block, batch.Count - first);
                for (int e = 0; e < Block; e++)
                {
                    bool counts = e < count;
                    for (int i = 0; i < model.Inputs; i++) Set(input, i, e, counts ? batch.Inputs[first + e][i] : 0);
                    for (int o = 0; o < model.Targets; o++) Set(target, o, e, counts ? batch.Targets[first + e][o] : 0);
                    Set(share, 0, e, counts ? 1.0 / batch.Count : 0);
                }
                int lanes = (count + Members - 1) / Members * Members / R.Width;
                switch (kind)
                {
                    case Kind.Gradient: programs.Gradient.Run<R>(slots, lanes); break;
                    case Kind.Phi: programs.PhiOnly.Value.Run<R>(slots, lanes); break;
                    default: programs.Second.Value.Run<R>(slots, lanes); break;
                }
                for (int e = 0; e < count && kind == Kind.Gradient; e++) loss += R.Lane(losses[e / R.Width], e % R.Width) / batch.Count;
            }
            if (thetaSum != null) AddSums(ofTheta, thetaSum);
            if (phiSum != null) AddSums(ofPhi, phiSum);
        }
        return loss;
    }

    static void Fill(nint* slots, int slot, ref R* at, double[] values)
    {
        slots[slot] = (nint)at;
        foreach (double value in values) *at++ = value;
    }

    static void Set(R* rows, int variable, int example, double value)
    {
        if (typeof(R) == typeof(Scalar64)) ((double*)rows)[variable * Block + example] = value;
        else ((float*)rows)[variable * Block + example] = (float)value;
    }

    /// <summary>Sums over examples: those that are sixteen apart first, then over sixteen.</summary>
    static void AddSums(R* gradients, double[] sums)
    {
        int parts = Members / R.Width;
        R* lanes = stackalloc R[parts];
        fixed (double* sum = sums)
            for (int i = 0; i < sums.Length; i++)
            {
                R* own = gradients + i * Stride;
                for (int part = 0; part < parts; part++)
                {
                    R total = own[part];
                    for (int group = 1; group < Block / Members; group++) total += own[group * parts + part];
                    lanes[part] = total;
                }
                LaneSums.Add(lanes, 1, sum + i);
            }
    }
}
