using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>The engine's numbers, with vectors and rows read and written in one go.</summary>
readonly struct EngineMemory<R, B>(B buffer) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
{
    readonly B buffer = buffer;

    public R this[int index]
    {
        get => buffer[index];
        set
        {
            B target = buffer;
            target[index] = value;
        }
    }

    public Vector3<R> Vector(int index) => new(this[index], this[index + 1], this[index + 2]);

    public R[] Row(int index, int count)
    {
        R[] row = new R[count];
        for (int i = 0; i < count; i++) row[i] = this[index + i];
        return row;
    }

    public void Write(int index, Vector3<R> vector) => Write(index, [vector.X, vector.Y, vector.Z]);

    public void Write(int index, R[] row)
    {
        B target = buffer;
        for (int i = 0; i < row.Length; i++) target[index + i] = row[i];
    }
}
